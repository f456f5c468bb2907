export { type HarnessInput, type HarnessOptions, type HarnessPlatform, ProviderHarness } from "./harness.ts";
export type {
  HarnessCall,
  HarnessError,
  HarnessHealthResult,
  HarnessLogsResult,
  HarnessResult,
} from "./results.ts";
