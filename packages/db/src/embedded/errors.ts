/** The embedded server cannot be used, for a reason that one line explains. The message is for the operator. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
}
