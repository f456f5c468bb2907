/** Why the product cannot start: one line for the person at the terminal, without a stack trace. */
export class StartError extends Error {
  override name = "StartError";
}
