import type { OptionSpecs } from "../framework/command.ts";
import { WAIT_OPTIONS } from "../resource/duration.ts";

/** Options of everything that plans what it is told by name, asks, and carries it out. */
export const CARRY_OUT_OPTIONS = {
  message: {
    type: "string",
    short: "m",
    value: "text",
    description: "What the change is for, at most 500 characters",
  },
  yes: { type: "boolean", short: "y", description: "Don't ask" },
  "no-wait": { type: "boolean", description: "Don't wait until it is carried out" },
  ...WAIT_OPTIONS,
} as const satisfies OptionSpecs;

/** Their values. */
export interface CarryOutValues {
  message: string | undefined;
  yes: boolean;
  "no-wait": boolean;
  timeout: string | undefined;
  "missing-timeout": string | undefined;
}
