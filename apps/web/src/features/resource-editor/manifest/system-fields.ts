/** Fields of answers that a request may send back: the server ignores them. */
export const SYSTEM_FIELDS: ReadonlySet<string> = new Set([
  "id",
  "resolved_config",
  "dependencies",
  "outputs",
  "error",
  "lifecycle_state",
  "conditions",
  "generation",
  "observed_generation",
  "pending_event_id",
  "provisioned",
  "created_at",
  "updated_at",
]);
