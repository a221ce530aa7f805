/** Node's `process`, as far as cells and spikebook's rooms ask for it on a page. */
export const process = {
  env: {} as Record<string, string | undefined>,
  argv: [] as string[],
  platform: "browser",
  arch: "wasm",
  version: "",
  versions: {},
  pid: 1,
  cwd: (): string => "/notebooks",
  on: (): void => {},
  once: (): void => {},
  removeListener: (): void => {},
  stdout: { write: (): boolean => true, isTTY: false },
  stderr: { write: (): boolean => true, isTTY: false },
};
