export { ConfigStore, type Context, type Contexts, configDirectory } from "./config-store.ts";
export { type CreatePragmaOptions, createPragma } from "./create-pragma.ts";
export { fileSource } from "./file-source.ts";
export { DEFAULT_API_URL, type LoadedConfig, type LoadOptions, loadConfig, tokenVariable } from "./load-config.ts";
