/** A name as an identifier of the text format. */
export const identifier = (name: string): string =>
  `$${name.replaceAll(/[^0-9A-Za-z!#%&'*+./:<=>?@\\^_`|~-]/g, "_")}`;
