export { type DescribedType, type GenerateOptions, generateTypes } from "./generate-types.ts";
