/** The organization of what is shipped with the product: it belongs to nobody and everybody sees it. */
export const SHIPPED_ORGANIZATION_ID = "00000000-0000-0000-0000-000000000000";
