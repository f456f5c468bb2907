export { CreateProviderError, type CreateProviderOptions, createProvider, type SdkSource } from "./create-provider.ts";
