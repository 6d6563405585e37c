/** What all the bread on the shelf is worth. */
export function total(breads) {
  return breads.reduce((sum, { price, left }) => sum + price * left, 0);
}
