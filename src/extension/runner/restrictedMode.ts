/** Why nothing is started in a workspace that is not trusted; the sentence a person is told. */
export class RestrictedModeError extends Error {
  constructor() {
    super('Procession starts nothing in Restricted Mode. Trust this workspace to run commands.');
    this.name = 'RestrictedModeError';
  }
}
