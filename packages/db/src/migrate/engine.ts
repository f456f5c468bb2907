import { readFile } from "node:fs/promises";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { catalogAdapter } from "./catalog-adapter.ts";

// The types of WebAssembly come only with those of the browser, which this package does not want.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ instance: { exports: object } }>;
};

type SchemaEngine = Awaited<ReturnType<typeof glue.SchemaEngine.new>>;

let loaded: Promise<void> | null = null;

/**
 * Runs `use` with Prisma's schema engine connected to `url`. It is the WebAssembly build: the native one is a download
 * that many networks block, and this one comes with the package.
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

/** Does what the package's own entry does by `import … from "….wasm"`, which not every loader and bundler supports. */
async function load(): Promise<void> {
  // The engine reports panics to this global; without it a TypeError hides them.
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
