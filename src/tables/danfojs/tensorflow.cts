import { optional } from "./optional.cjs";

/** Without tensorflow nothing is a tensor; with it, its own class answers. */
class Tensor {}

export = optional("@tensorflow/tfjs", "arithmetic on whole DataFrames", { Tensor });
