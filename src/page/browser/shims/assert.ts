/** Node's `assert`, which the analysis of scopes asks for. */
export default function assert(truth: unknown, message = "an assertion fails"): asserts truth {
  if (!truth) throw new Error(String(message));
}
