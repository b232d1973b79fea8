from jalur.journey.certification.workflow.appeals import APPEAL
from jalur.journey.certification.workflow.assessments import ASSESSMENT, DAY
from jalur.journey.certification.workflow.licences import ASSESSOR, COVERAGE, PLACE

__all__ = ["APPEAL", "ASSESSMENT", "ASSESSOR", "COVERAGE", "DAY", "PLACE"]
