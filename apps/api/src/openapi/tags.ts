/** The groups of operations in the order a reader meets them, and what each is about. */
export const TAGS = {
  Resources: "What an organization declares: databases, roles, settings, and whatever else its providers know.",
  Changes: "What is decided together: planned, applied in one transaction, and undone; and sets, their inventories.",
  Events: "What happens to resources, as it happens.",
  "Dead letters": "Events that failed after their last attempt, to be examined and retried.",
  Providers: "The programs that make resources real: their versions, builds and deployments.",
  Files: "Files that resources refer to, or that others download.",
  Settings: "What holds for all of an organization.",
  Authentication: "Who is asking, and the tokens they ask with.",
  Audit: "Who did what when.",
  Health: "For whatever watches over the API. Needs no token.",
  Documentation: "What you are reading. Needs no token.",
} as const satisfies Record<string, string>;
