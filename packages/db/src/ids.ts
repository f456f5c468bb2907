/** The organization of everything shipped with the product: nobody owns it and everybody sees it. */
export const SHIPPED_ORGANIZATION_ID = "00000000-0000-0000-0000-000000000000";
