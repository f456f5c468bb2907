export { type HarnessInput, type HarnessOptions, ProviderHarness } from "./harness.ts";
export type { HarnessPlatform } from "./platform.ts";
export type {
  HarnessCall,
  HarnessError,
  HarnessHealthResult,
  HarnessLogsResult,
  HarnessReadResult,
  HarnessResult,
} from "./results.ts";
