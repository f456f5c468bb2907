"use client";

import { useState } from "react";

export interface SecretCall<Input> {
  call: (input: Input) => Promise<void>;
  busy: boolean;
  /** Why the last call failed. */
  error: unknown;
  reset: () => void;
}

/**
 * Calls a procedure whose answer is a secret. Mutations of the query client keep their answers in its cache; this
 * passes it to `onAnswer` and keeps nothing.
 */
export function useSecretCall<Input, Answer>(
  send: (input: Input) => Promise<Answer>,
  onAnswer: (answer: Answer) => void,
): SecretCall<Input> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const call = async (input: Input): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onAnswer(await send(input));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { call, busy, error, reset: () => setError(null) };
}
