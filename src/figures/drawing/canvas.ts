import { zlibSync } from "fflate";
import { checksum } from "./checksum.js";
import { figureDocument } from "./dom.js";

/** As much of a canvas' context as Plot draws with: single pixels. */
interface PixelContext {
  fillStyle: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  createImageData(width: number, height: number): ImageDataLike;
  putImageData(image: ImageDataLike, x: number, y: number): void;
}

interface ImageDataLike {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/**
 * Gives the canvases of a page pixels: Plot draws its raster mark and the ramps of its legends on
 * canvases, which the page of a program without a browser lacks.
 */
export function giveCanvases(window: {
  HTMLCanvasElement: { prototype: HTMLCanvasElement };
}): void {
  const pixels = new WeakMap<HTMLCanvasElement, Uint8ClampedArray>();
  const pixelsOf = (canvas: HTMLCanvasElement): Uint8ClampedArray => {
    let own = pixels.get(canvas);
    if (own?.length !== 4 * canvas.width * canvas.height) {
      own = new Uint8ClampedArray(4 * canvas.width * canvas.height);
      pixels.set(canvas, own);
    }
    return own;
  };
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement): PixelContext {
      const canvas = this;
      return {
        fillStyle: "#000000",
        fillRect(left, top, width, height) {
          const colour = rgbaOf(this.fillStyle);
          const data = pixelsOf(canvas);
          for (let y = top; y < Math.min(top + height, canvas.height); y++)
            for (let x = left; x < Math.min(left + width, canvas.width); x++)
              data.set(colour, 4 * (y * canvas.width + x));
        },
        createImageData: (width, height) => ({
          width,
          height,
          data: new Uint8ClampedArray(4 * width * height),
        }),
        putImageData({ width, height, data }, left, top) {
          const whole = pixelsOf(canvas);
          for (let y = 0; y < height; y++)
            whole.set(
              data.subarray(4 * y * width, 4 * (y + 1) * width),
              4 * ((top + y) * canvas.width + left),
            );
        },
      };
    },
    toDataURL(this: HTMLCanvasElement): string {
      const png = encodePNG(pixelsOf(this), this.width, this.height);
      return `data:image/png;base64,${png.toString("base64")}`;
    },
  });
}

/** Red, green, blue and opacity, each from 0 to 255, of a CSS colour. */
export function rgbaOf(colour: string): [number, number, number, number] {
  const plain = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  if (plain) return [Number(plain[1]), Number(plain[2]), Number(plain[3]), 255];
  const { style } = figureDocument().createElement("span");
  style.color = colour;
  const [r = 0, g = 0, b = 0, opacity = 1] = (style.color.match(/[\d.]+/g) ?? []).map(Number);
  if (/^rgb/.test(style.color)) return [r, g, b, Math.round(255 * opacity)];
  const hex = /^#(..)(..)(..)$/.exec(colour);
  return hex
    ? [Number.parseInt(hex[1], 16), Number.parseInt(hex[2], 16), Number.parseInt(hex[3], 16), 255]
    : [0, 0, 0, 255];
}

/**
 * Pixels as a PNG file (RFC 2083): one chunk of what they are, one of them, one that ends it. They are packed
 * by a library in JavaScript: Node's own packs them in other ways from version to version, and a page has none.
 */
export function encodePNG(rgba: ArrayLike<number>, width: number, height: number): Buffer {
  const rows = new Uint8Array(height * (4 * width + 1));
  for (let y = 0; y < height; y++)
    for (let k = 0; k < 4 * width; k++) rows[y * (4 * width + 1) + 1 + k] = rgba[4 * y * width + k];
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 6], 8);
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(data.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(
    Array.from(kind, (letter) => letter.charCodeAt(0)),
    4,
  );
  whole.set(data, 8);
  view.setUint32(data.length + 8, checksum(whole.subarray(4, data.length + 8)));
  return whole;
}
