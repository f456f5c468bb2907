/** What a server does in another way than Amazon S3 and the double do. */
export const QUIRKS = {
  "signatures of decoded paths":
    "Calculates the signature over keys as they are, not percent-encoded, and so refuses most of those with special characters",
  "no signatures": "Does not look at signatures",
  "every policy": "Takes any JSON for a policy",
  "every region": "Does not look at the region that a request is signed for",
  "no conditions": "Writes over an object although the request says If-None-Match: *",
  "lists from the key on": "Begins a list with the key that it is to start after; the provider leaves that one out",
  "loses changes": "Of two that change rules of a bucket at once, one is lost without a word",
} as const;

export type Quirk = keyof typeof QUIRKS;
