/** Numbers in [0, 1) from a seed: simple and good enough, so that a failure can be reproduced. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
