// The kernel library is AssemblyScript, which is compiled at run time: its text goes into the package.
import { cp } from "node:fs/promises";

await cp("src/compiler/kernels", "dist/compiler/kernels", { recursive: true });
