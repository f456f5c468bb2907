/** What is known of a resource and the real thing: contract section 10. This file imports nothing, so that documents can use it. */
export const DRIFT_STATUSES = ["unknown", "in_sync", "drifted", "missing"] as const;
export type DriftStatus = (typeof DRIFT_STATUSES)[number];

/** The statuses that are findings: what really is differs from what is declared, or is gone. */
export const FINDINGS = ["drifted", "missing"] as const satisfies readonly DriftStatus[];
export type Finding = (typeof FINDINGS)[number];

/** Whether what really is was found to differ from what is declared. */
export function isFinding(status: string | null): status is Finding {
  return (FINDINGS as readonly (string | null)[]).includes(status);
}

/** What can be done about a finding: send the declared config once more, or declare what was found. */
export const DRIFT_CHOICES = ["revert", "accept"] as const;
export type DriftChoice = (typeof DRIFT_CHOICES)[number];

/** The changes that are shown of a finding, the first ones. */
export const MAX_DRIFT_CHANGES = 100;
