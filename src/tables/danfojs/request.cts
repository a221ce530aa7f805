import { optional } from "./optional.cjs";

export = optional("request", "reading a table from a web address");
