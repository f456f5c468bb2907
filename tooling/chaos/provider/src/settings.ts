/** Written anew when the package is packed: where the world outside listens, and which release this is. */
export const PORT: number = 0;
export const RELEASE: string = "unpacked";
