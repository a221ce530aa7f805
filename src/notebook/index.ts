export * from "./install.js";
