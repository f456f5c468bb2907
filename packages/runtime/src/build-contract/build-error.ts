/** The provider cannot be built. The message tells its author what to fix; any other error is a bug in the platform. */
export class BuildError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BuildError";
  }
}
