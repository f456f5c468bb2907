/** The embedded server cannot be used, for a reason that fits into one line. The message is for the operator. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
}

/** Something else listens on the port. */
export class PortTakenError extends EmbeddedPostgresError {
  override name = "PortTakenError";

  constructor(port: number) {
    super(`Port ${port} is taken, so the embedded PostgreSQL cannot listen on it.`);
  }
}
