// WebAssembly as far as we use it: the types of Node leave it out.

type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Compiler {
  compile(bytes: Uint8Array): Promise<WebAssembly.Module>;
  instantiate(module: WebAssembly.Module, imports: Imports): Promise<object>;
}

/** Missing where Node runs without a just-in-time compiler: then no script can be run. */
export const webAssembly = (globalThis as unknown as { WebAssembly: Compiler }).WebAssembly;
