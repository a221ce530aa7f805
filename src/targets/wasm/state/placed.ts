/** Something that was placed in a thread's memory. */
export interface Placed<T> {
  memory: WebAssembly.Memory;
  placed: T;
}
