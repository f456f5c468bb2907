/** The process is stopping. Whoever wanted to follow changes connects again, and finds one that runs. */
export class ChangeStreamClosed extends Error {
  constructor() {
    super("The change stream is closed");
    this.name = "ChangeStreamClosed";
  }
}
