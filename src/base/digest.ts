import { shown, UserError } from "./errors.js";
import { type Hasher, host } from "./host.js";

/** The name of the method by which an instance of a class says what it is made of. */
export const DIGEST_PARTS: unique symbol = Symbol.for("spikebook.digest parts") as never;

/** An instance that can be digested: the name of its class, and what it is made of. */
interface Digestible {
  [DIGEST_PARTS](): readonly unknown[];
}

const encoder = new TextEncoder();

/**
 * A digest (SHA-256, 64 hexadecimal digits) of a value: equal values have the same one on every
 * machine, whatever the order of their properties. Told apart: 0 and -0, 1 and "1", quantities of
 * different dimension, typed arrays of different type.
 * @throws UserError for what has no value of its own, such as functions, naming its place.
 */
export function digestOf(value: unknown): string {
  const digest = new Digest(host.hasher());
  digest.add(value, "value", []);
  return digest.hex();
}

/** What an object is, also one of a notebook's cell, which comes from another realm. */
const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

class Digest {
  private text = "";

  constructor(private readonly hasher: Hasher) {}

  hex(): string {
    this.flush();
    return Array.from(this.hasher.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Adds a value; each kind begins with a letter of its own, and says its length where it has one. */
  add(value: unknown, place: string, above: readonly unknown[]): void {
    switch (typeof value) {
      case "string":
        this.write(`s${value.length}:${value}`);
        return;
      case "number":
        this.write(Object.is(value, -0) ? "n-0;" : `n${value};`);
        return;
      case "boolean":
        this.write(value ? "t" : "f");
        return;
      case "bigint":
        this.write(`i${value};`);
        return;
      case "undefined":
        this.write("u");
        return;
      case "object":
        if (value === null) this.write("0");
        else this.addObject(value, place, above);
        return;
      default:
        throw new UserError(`invalid ${place}: a ${typeof value} has no value; expected data`);
    }
  }

  private addObject(value: object, place: string, above: readonly unknown[]): void {
    if (above.includes(value))
      throw new UserError(`invalid ${place}: it contains itself; expected data without cycles`);
    const inside = [...above, value];
    const kind = kindOf(value);
    if (ArrayBuffer.isView(value) || kind === "ArrayBuffer") {
      this.addBytes(value as ArrayBufferView | ArrayBuffer);
      return;
    }
    if (Array.isArray(value)) {
      this.write(`a${value.length}:`);
      for (let k = 0; k < value.length; k++) this.add(value[k], `${place}[${k}]`, inside);
      return;
    }
    if (typeof (value as Digestible)[DIGEST_PARTS] === "function") {
      this.write("c");
      this.add((value as Digestible)[DIGEST_PARTS](), place, inside);
      return;
    }
    if (kind === "Map" || kind === "Set") {
      this.write(kind === "Map" ? "m" : "e");
      this.add([...(value as Iterable<unknown>)], place, inside);
      return;
    }
    if (kind === "Date") {
      this.write(`d${(value as Date).getTime()};`);
      return;
    }
    this.addRecord(value as Record<string, unknown>, place, inside);
  }

  private addRecord(
    value: Readonly<Record<string, unknown>>,
    place: string,
    inside: readonly unknown[],
  ): void {
    const prototype = Object.getPrototypeOf(value);
    // objects of a notebook's cells come from another realm: their prototype is not our Object's
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw new UserError(
        `invalid ${place}: ${shown(value)}, an instance of ${prototype.constructor?.name}; expected data`,
      );
    const names = Object.keys(value).sort();
    this.write(`o${names.length}:`);
    for (const name of names) {
      this.write(`${name.length}:${name}`);
      this.add(value[name], `${place}.${name}`, inside);
    }
  }

  private addBytes(value: ArrayBufferView | ArrayBuffer): void {
    const bytes = ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value);
    this.write(`b${value.constructor.name}${bytes.length}:`);
    this.flush();
    this.hasher.update(bytes);
  }

  private write(text: string): void {
    this.text += text;
    if (this.text.length > 65_536) this.flush();
  }

  private flush(): void {
    if (this.text === "") return;
    this.hasher.update(encoder.encode(this.text));
    this.text = "";
  }
}
