/** How long a token is valid, as the form offers it. */
export const EXPIRY_CHOICES = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "date", label: "Until a date" },
  { value: "never", label: "Never expires" },
] as const;

export type ExpiryChoice = (typeof EXPIRY_CHOICES)[number]["value"];

export type Expiry = { expiresAt: string | null } | { problem: string };

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * When a token expires, by the choice in the form.
 *
 * @param date `YYYY-MM-DD`; the token is valid until the end of that day in the viewer's time zone
 * @param now milliseconds since 1970
 */
export function expiryOf(choice: ExpiryChoice, date: string, now: number): Expiry {
  if (choice === "never") return { expiresAt: null };
  if (choice !== "date") return { expiresAt: new Date(now + Number(choice) * DAY_MS).toISOString() };
  const [year, month, day] = date.split("-").map(Number);
  if (!year || !month || !day) return { problem: "Enter a date." };
  // The first moment of the next day, even if the clocks change in between.
  const end = new Date(year, month - 1, day + 1);
  if (end.getTime() <= now) return { problem: "The date is in the past." };
  return { expiresAt: end.toISOString() };
}

export function isExpired(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now;
}

export function toExpiryChoice(text: string): ExpiryChoice {
  return EXPIRY_CHOICES.find(({ value }) => value === text)?.value ?? "30";
}
