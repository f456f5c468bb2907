export type Callback = (error: Error | null, ...values: unknown[]) => void;

/** Calls back outside of the promise: what the callback throws is its program's matter. */
export function later<T>(answer: Promise<T>, callback: Callback, values: (answer: T) => unknown[]): void {
  answer.then(
    (value) => process.nextTick(callback, null, ...values(value)),
    (error: Error) => process.nextTick(callback, error),
  );
}
