import { readFile } from "node:fs/promises";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { catalogAdapter } from "./catalog-adapter.ts";

// The types of WebAssembly come with those of the browser, which this package has no use for.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ instance: { exports: object } }>;
};

type SchemaEngine = Awaited<ReturnType<typeof glue.SchemaEngine.new>>;

let loaded: Promise<void> | null = null;

/**
 * Runs `use` with Prisma's schema engine connected to `url`. The engine is the WebAssembly build: the native one is a
 * download that many networks refuse, and this one comes with the package.
 */
export async function withSchemaEngine<T>(url: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= load();
  await loaded;
  const { factory, pool } = catalogAdapter(url);
  const engine = await glue.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await use(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

/** What the package's own entry does by `import … from "….wasm"`, which not every loader and bundler understands. */
async function load(): Promise<void> {
  // The engine reports a panic to this global, and without it hides the panic behind a TypeError.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: rethrow } });
  const folder = import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(new URL("./schema_engine_bg.wasm", folder));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
}

function rethrow(message: string): never {
  throw new Error(`Prisma's schema engine panicked: ${message}`);
}
