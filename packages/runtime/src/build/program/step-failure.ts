/** What the author of the archive has to mend. It becomes a BuildError outside. */
export class StepFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StepFailure";
  }
}
