"""Reads of assessment: settings of the model, evidence, levels, gaps, matches."""
