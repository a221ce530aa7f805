/** Letters of one byte each, as text. */
const latin = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

const bytesOfLatin = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** What spikebook uses of Node's Buffer: bytes that read and write numbers and texts. */
class PageBuffer extends Uint8Array {
  private get view(): DataView {
    return new DataView(this.buffer, this.byteOffset, this.byteLength);
  }

  override toString(encoding = "utf8", start = 0, end = this.length): string {
    const part = new Uint8Array(this.buffer, this.byteOffset + start, Math.max(0, end - start));
    if (encoding === "latin1" || encoding === "ascii") return latin(part);
    return encoding === "base64" ? btoa(latin(part)) : new TextDecoder().decode(part);
  }

  writeUInt8(value: number, at: number): void {
    this.view.setUint8(at, value);
  }

  writeUInt16LE(value: number, at: number): void {
    this.view.setUint16(at, value, true);
  }

  readUInt16LE(at: number): number {
    return this.view.getUint16(at, true);
  }

  readUInt32LE(at: number): number {
    return this.view.getUint32(at, true);
  }

  override lastIndexOf(searched: string | number, from = this.length - 1): number {
    if (typeof searched === "number") return super.lastIndexOf(searched, from);
    return latin(this).lastIndexOf(searched, from);
  }

  equals(other: Uint8Array): boolean {
    return this.length === other.length && this.every((byte, k) => byte === other[k]);
  }
}

function from(
  data: string | ArrayBuffer | ArrayLike<number>,
  how?: string | number,
  length?: number,
) {
  if (typeof data !== "string")
    return data instanceof ArrayBuffer
      ? new PageBuffer(data, how as number | undefined, length)
      : new PageBuffer(data);
  if (how === "latin1" || how === "ascii") return new PageBuffer(bytesOfLatin(data));
  if (how === "base64") return new PageBuffer(bytesOfLatin(atob(data)));
  return new PageBuffer(new TextEncoder().encode(data));
}

function concat(parts: readonly Uint8Array[]): PageBuffer {
  const whole = new PageBuffer(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Node's Buffer, as far as spikebook's rooms ask for it on a page. */
export const Buffer = {
  from,
  concat,
  alloc: (length: number): PageBuffer => new PageBuffer(length),
  isBuffer: (value: unknown): boolean => value instanceof PageBuffer,
};
