// Hits as one types; without this script the form works as well.
