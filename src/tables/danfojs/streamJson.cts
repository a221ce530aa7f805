import { optional } from "./optional.cjs";

export = optional("stream-json", "streaming a JSON file");
