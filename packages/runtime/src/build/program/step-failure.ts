/** An error that the author of the archive has to fix. It becomes a BuildError outside. */
export class StepFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StepFailure";
  }
}
