// Node has had fetch of its own since version 18
export = globalThis.fetch;
