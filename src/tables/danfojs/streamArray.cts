import { optional } from "./optional.cjs";

export = optional("stream-json/streamers/StreamArray", "streaming a JSON file");
