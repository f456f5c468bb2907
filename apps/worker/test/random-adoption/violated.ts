/** Ends a seed with a sentence about what is not as it was said to be. */
export function violated(text: string): never {
  throw new Error(`violated: ${text}`);
}
