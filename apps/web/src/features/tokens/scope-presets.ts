import type { Scope } from "@pragma/contract";

export interface ScopePreset {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
}

const READING: readonly Scope[] = ["resources:read", "providers:read", "ops:read"];
/** Scopes for a pull request: enough to see what it would do. */
const PLANNING: readonly Scope[] = ["resources:read", "changes:plan"];
const APPLYING: readonly Scope[] = ["resources:read", "resources:write", "providers:read"];

/** Common choices among the scopes that the viewer may grant. */
export function scopePresets(granted: readonly Scope[]): ScopePreset[] {
  const presets: ScopePreset[] = [
    { id: "read", label: "Read only", scopes: READING },
    { id: "ci-plan", label: "CI: plan", scopes: PLANNING },
    { id: "ci", label: "CI: apply", scopes: APPLYING },
    { id: "all", label: "All", scopes: granted },
  ];
  // Half a preset would be a surprise: without the right to write there is no token for CI.
  return presets.filter(({ scopes }) => scopes.length > 0 && scopes.every((scope) => granted.includes(scope)));
}

/** Whether exactly these scopes are chosen. */
export function isChosen(preset: ScopePreset, chosen: readonly Scope[]): boolean {
  return preset.scopes.length === chosen.length && preset.scopes.every((scope) => chosen.includes(scope));
}
