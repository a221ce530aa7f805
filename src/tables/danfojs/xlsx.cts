import { optional } from "./optional.cjs";

export = optional("xlsx", "reading and writing Excel files");
