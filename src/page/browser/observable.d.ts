// Observable's packages come without types; this is what of them pages use.
declare module "@observablehq/inputs" {
  /** A form, whose `value` changes when readers use it; it says so with an event "input". */
  type Input<T> = HTMLFormElement & { value: T };
  interface Options<T> {
    label?: string;
    value?: T;
    step?: number;
    rows?: number;
    submit?: boolean | string;
    spellcheck?: boolean;
    format?: (value: never) => string;
  }
  export function range(extent: readonly [number, number], options: Options<number>): Input<number>;
  export function number(
    extent: readonly [number | undefined, number | undefined],
    options: Options<number>,
  ): Input<number>;
  export function select(choices: readonly number[], options: Options<number>): Input<number>;
  export function toggle(options: Options<boolean>): Input<boolean>;
  export function textarea(options: Options<string>): Input<string>;
  export function button(
    buttons: readonly (readonly [string, (value: number) => number])[],
    options: Options<number>,
  ): Input<number>;
}

declare module "@observablehq/runtime" {
  /** What a variable tells of itself. */
  interface Observer {
    pending?(): void;
    fulfilled?(value: never): void;
    rejected?(error: unknown): void;
  }
  interface Variable {
    define(
      name: string,
      inputs: readonly string[],
      compute: (...values: never[]) => unknown,
    ): Variable;
  }
  interface Module {
    variable(observer?: Observer | boolean): Variable;
  }
  export class Runtime {
    constructor(builtins?: object);
    module(): Module;
    dispose(): void;
  }
}
