from jalur.journey.certification.workflow.appeals import APPEAL
from jalur.journey.certification.workflow.assessments import ASSESSMENT, DAY
from jalur.journey.certification.workflow.blanks import BLANK
from jalur.journey.certification.workflow.licences import ASSESSOR, COVERAGE, PLACE
from jalur.journey.certification.workflow.outside import OUTSIDE
from jalur.journey.certification.workflow.submissions import SUBMISSION

__all__ = ["APPEAL", "ASSESSMENT", "ASSESSOR", "BLANK", "COVERAGE", "DAY", "OUTSIDE", "PLACE", "SUBMISSION"]
