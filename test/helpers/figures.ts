import { JSDOM } from "jsdom";
import type { Picture } from "../../src/figures/index.js";

/** The parts of a picture that a selector finds. */
export const elements = (picture: Picture, selector: string): Element[] =>
  Array.from(new JSDOM(picture.svg()).window.document.querySelectorAll(selector));

/** All texts of a picture, in the order in which they are drawn. */
export const texts = (picture: Picture): string[] =>
  elements(picture, "text").map((element) => element.textContent ?? "");
