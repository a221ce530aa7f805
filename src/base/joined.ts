/** Arrays one after the other. */
export function joined<T extends Int32Array | Float64Array>(
  parts: readonly T[],
  type: { new (length: number): T },
): T {
  if (parts.length === 1) return parts[0];
  const whole = new type(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
