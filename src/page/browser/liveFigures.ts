export function startLiveFigures(
  _names: object,
  _hasTables: boolean,
  _script: () => string,
): void {}
