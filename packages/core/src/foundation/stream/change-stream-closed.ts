/** The process is stopping. Subscribers reconnect, and reach another that runs. */
export class ChangeStreamClosed extends Error {
  constructor() {
    super("The change stream is closed");
    this.name = "ChangeStreamClosed";
  }
}
